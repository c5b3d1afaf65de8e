"""The parts of the door to the network: addresses, decoding, turns, robots, errors."""
