/** Tag permits as clients set and read them (execution.md §8.3, rest-api.md §14). */
package maestro.model.permit;
