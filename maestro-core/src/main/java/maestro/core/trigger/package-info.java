/** When triggers fire: what is in force, how far it has come, ticks of schedules, what a firing evaluates. Pure. */
package maestro.core.trigger;
