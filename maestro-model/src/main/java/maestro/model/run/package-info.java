/** What clients send and see of runs (rest-api.md). */
package maestro.model.run;
