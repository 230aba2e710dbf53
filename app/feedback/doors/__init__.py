"""Four doors: rate, suggest, report a problem, or learn where a khiếu nại or tố cáo is lodged."""
