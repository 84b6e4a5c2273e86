"""One inbox for the network: what happened to a member, shown live, pushed and mailed as they wish."""
