"""Initiatives and models (sáng kiến, mô hình Dân vận khéo): nominated, recognised, taken up elsewhere, ended."""
