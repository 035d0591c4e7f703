"""The parts of the benchmarks: the server that is polled, the clients that poll it, and how their CPU time is read."""
