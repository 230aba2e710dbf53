"""The tracking code (mã tra cứu): the only way to a case for whoever has sent it, known to nobody else."""
