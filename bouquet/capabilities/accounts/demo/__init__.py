"""The people of the demo, whom every site of the network knows."""
