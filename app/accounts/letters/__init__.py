"""The ledger of the letters that officials get: what each was told of, so that nobody hears the same thing twice."""
