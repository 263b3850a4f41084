// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.testing;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.Util;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.annotation.CheckReturnValue;
import org.assertj.core.presentation.StandardRepresentation;

/**
 * A property that is tried with many values. A failure reports the smallest values that show it,
 * and the seed with which {@code -Deci.seed} generates the same values again.
 */
@SuppressWarnings("unchecked")
public final class Property {
  private Property() {}

  @FunctionalInterface
  public interface Of1<A> {
    void of(A a) throws Throwable;
  }

  @FunctionalInterface
  public interface Of2<A, B> {
    void of(A a, B b) throws Throwable;
  }

  @FunctionalInterface
  public interface Of3<A, B, C> {
    void of(A a, B b, C c) throws Throwable;
  }

  /** Nothing is tried before the property is set. */
  @FunctionalInterface
  public interface ForAll<P> {
    void holds(P property);
  }

  @CheckReturnValue
  public static <A> ForAll<Of1<A>> forAll(int tries, Gen<A> a) {
    return property -> check(tries, v -> property.of((A) v.get(0)), a);
  }

  @CheckReturnValue
  public static <A, B> ForAll<Of2<A, B>> forAll(int tries, Gen<A> a, Gen<B> b) {
    return property -> check(tries, v -> property.of((A) v.get(0), (B) v.get(1)), a, b);
  }

  @CheckReturnValue
  public static <A, B, C> ForAll<Of3<A, B, C>> forAll(int tries, Gen<A> a, Gen<B> b, Gen<C> c) {
    return property ->
        check(tries, v -> property.of((A) v.get(0), (B) v.get(1), (C) v.get(2)), a, b, c);
  }

  private static void check(int tries, Of1<List<Object>> property, Gen<?>... gens) {
    long seed = Long.getLong("eci.seed", new Random().nextLong());
    Object checked = Gen.all(gens).property(values -> hold(property, values));
    // of size 0 to 31, repeatedly: small values often meet other small ones
    Object options = Clojure.read("{:seed %d :max-size 32}".formatted(seed));
    IFn quickCheck = find("clojure.test.check", "quick-check");
    Map<?, ?> result = (Map<?, ?>) quickCheck.invoke(tries, checked, options);
    if (get(result, "shrunk") instanceof Map<?, ?> shrunk) {
      Object smallest = ((List<?>) get(shrunk, "smallest")).get(0);
      throw new AssertionError(
          "does not hold for %s (try %s of %d); again with -Deci.seed=%d"
              .formatted(
                  new StandardRepresentation().toStringOf(smallest),
                  get(result, "num-tests"),
                  tries,
                  seed),
          (Throwable) get(shrunk, "result"));
    }
  }

  private static boolean hold(Of1<List<Object>> property, List<Object> values) {
    try {
      property.of(values);
      return true;
    } catch (Throwable e) {
      throw Util.sneakyThrow(e);
    }
  }

  private static Object get(Map<?, ?> result, String key) {
    return result.get(Keyword.intern(key));
  }

  static IFn find(String namespace, String name) {
    Clojure.var("clojure.core", "require").invoke(Clojure.read(namespace));
    return Clojure.var(namespace, name);
  }
}
