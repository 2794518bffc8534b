/** Endpoints that pages need which show much at once; all of them are ordinary API, described with the rest. */
package maestro.server.ui;
