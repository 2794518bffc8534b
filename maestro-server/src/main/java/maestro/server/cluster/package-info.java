/** How nodes talk to each other: who is asked, how they know each other, words that may be lost. */
package maestro.server.cluster;
