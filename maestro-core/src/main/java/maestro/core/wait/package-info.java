/** What steps do with signals: what they wait for and what they announce (triggers.md §3, §4). Pure. */
package maestro.core.wait;
