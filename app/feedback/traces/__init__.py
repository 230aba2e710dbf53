"""What looks as if it led to a person, found in texts that others will read. It only points; a person decides."""
