"""The restricted box: what contains a khiếu nại or tố cáo, out of reach of all but those who have to read it."""
