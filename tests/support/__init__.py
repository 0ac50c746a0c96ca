"""What tests share: small files made by hand, sample reports, archives."""
