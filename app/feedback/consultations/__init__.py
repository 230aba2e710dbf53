"""Asking for opinions on a draft (lấy ý kiến dự thảo), and the published table of what was taken up and why not."""
