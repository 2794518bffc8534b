/** JMH kernels: the parts of a step's way that cost CPU, one by one. See docs/benchmarks.md for how to run them. */
package maestro.bench.kernel;
