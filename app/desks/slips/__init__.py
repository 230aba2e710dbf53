"""Visit slips (phiếu hẹn có mã): one-time codes, printed for a desk and cut apart."""
