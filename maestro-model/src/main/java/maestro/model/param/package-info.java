/** Params: definitions, evaluated values, their JSON (parameters.md §1 to §3). */
package maestro.model.param;
