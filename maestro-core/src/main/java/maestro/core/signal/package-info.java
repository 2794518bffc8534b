/**
 * One signal name: its instances, who listens, who is told (triggers.md §1, §2). The decisions see no runs and no
 * workflows, only a {@link maestro.core.signal.SignalMachine.Desk}. Pure.
 */
package maestro.core.signal;
