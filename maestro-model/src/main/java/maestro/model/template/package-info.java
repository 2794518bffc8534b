/** Job templates: default params and tags of all steps of one sub-type (rest-api.md §15). */
package maestro.model.template;
