/**
 * SEL, the expression language of parameters and conditions: text in, typed value out, within a budget.
 *
 * <p>Start at {@link maestro.sel.Expression}. A text is lexed and parsed once into a {@link maestro.sel.Node tree},
 * which an {@link maestro.sel.Interpreter} walks for each evaluation. The sandbox is what the {@code …Members}
 * classes list: dispatch is a switch over names, so nothing else can be reached. Scalars are the immutable objects of
 * the JDK and of Joda-Time, arrays the primitive ones, maps a {@link maestro.sel.SelMap}.
 */
package maestro.sel;
