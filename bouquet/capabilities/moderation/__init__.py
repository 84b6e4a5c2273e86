"""Reports, decisions with their reasons, appeals, and what keeps harm out before anybody reports it."""
