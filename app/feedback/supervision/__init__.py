"""Supervision: what the Front and the people's inspectors watched and recommend (phiếu giám sát, kiến nghị)."""
