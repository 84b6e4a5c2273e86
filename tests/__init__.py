"""What tests of several apps share, journeys across the network, and the rules of the house as tests."""
