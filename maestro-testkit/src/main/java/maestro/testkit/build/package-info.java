/** Workflows for tests: a builder that says only what a test is about. */
package maestro.testkit.build;
