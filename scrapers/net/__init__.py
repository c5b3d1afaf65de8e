"""The parts of the door to the network: address checks, decoding within limits, hosts and their turns, robots, errors."""
