"""Paper forms: printed for a placement, filled in by citizens, typed in by officials ("nhập hộ")."""
