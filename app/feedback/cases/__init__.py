"""What somebody must answer: cases (phản ánh, kiến nghị) and the steps that were taken on them."""
