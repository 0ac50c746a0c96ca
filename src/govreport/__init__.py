"""govreport: published Chinese government reports as typed data."""
