// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.testing;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;

/** A generator of test.check; values that are built from it shrink. */
@SuppressWarnings({"unchecked", "varargs"})
public final class Gen<T> {
  private final Object generator;

  private Gen(Object generator) {
    this.generator = generator;
  }

  @SafeVarargs
  public static <T> Gen<T> of(T... values) {
    return of(List.of(values));
  }

  /** Shrinks towards the first value. */
  public static <T> Gen<T> of(List<? extends T> values) {
    return new Gen<>(call("elements", values));
  }

  @SafeVarargs
  public static <T> Gen<T> oneOf(Gen<? extends T>... gens) {
    return oneOf(List.of(gens));
  }

  public static <T> Gen<T> oneOf(List<? extends Gen<? extends T>> gens) {
    return new Gen<>(call("one-of", generators(gens)));
  }

  /** The first generator {@code times} times for each value of the second. */
  public static <T> Gen<T> mostly(int times, Gen<? extends T> often, Gen<? extends T> seldom) {
    List<?> pairs = List.of(List.of(times, often.generator), List.of(1, seldom.generator));
    return new Gen<>(call("frequency", pairs));
  }

  /** Small and large values, both ends, and values around powers of two. */
  public static Gen<Long> longs(long min, long max) {
    Object range = Clojure.read("{:min %d :max %d}".formatted(min, max));
    Gen<Long> sized = new Gen<>(call("large-integer*", range));
    Gen<Long> any = new Gen<>(call("choose", min, max));
    var powers = LongStream.range(0, 63).map(i -> 1L << i).flatMap(p -> LongStream.of(p - 1, p));
    List<Long> edges =
        LongStream.concat(LongStream.of(min, max), powers)
            .filter(n -> min <= n && n <= max)
            .boxed()
            .toList();
    return mostly(4, oneOf(sized, sized, any), oneOf(of(min, max), of(edges), of(edges)));
  }

  public static Gen<Integer> ints(int min, int max) {
    return longs(min, max).map(Math::toIntExact);
  }

  public static Gen<byte[]> bytes(int max) {
    return ints(0, 255)
        .list(0, max)
        .map(octets -> {
          var bytes = new ByteArrayOutputStream();
          octets.forEach(bytes::write);
          return bytes.toByteArray();
        });
  }

  public Gen<List<T>> list(int min, int max) {
    return new Gen<List<T>>(call("vector", generator, min, max)).map(List::copyOf);
  }

  /** Lists in which no two have the same key. */
  public Gen<List<T>> distinct(Function<? super T, ?> key, int max) {
    Object size = Clojure.read("{:max-elements %d :max-tries 100}".formatted(max));
    return new Gen<List<T>>(call("vector-distinct-by", function(key), generator, size))
        .map(List::copyOf);
  }

  public <R> Gen<R> map(Function<? super T, ? extends R> to) {
    return new Gen<>(call("fmap", function(to), generator));
  }

  public <R> Gen<R> flatMap(Function<? super T, Gen<R>> to) {
    return new Gen<>(call("bind", generator, function((T value) -> to.apply(value).generator)));
  }

  public <U, R> Gen<R> with(Gen<U> other, BiFunction<? super T, ? super U, ? extends R> to) {
    return all(this, other).map(both -> to.apply((T) both.get(0), (U) both.get(1)));
  }

  public static <A, B, C, R> Gen<R> combine(
      Gen<A> a, Gen<B> b, Gen<C> c, Of3<? super A, ? super B, ? super C, ? extends R> to) {
    return all(a, b, c).map(v -> to.apply((A) v.get(0), (B) v.get(1), (C) v.get(2)));
  }

  @FunctionalInterface
  public interface Of3<A, B, C, R> {
    R apply(A a, B b, C c);
  }

  /** One value of each. */
  static Gen<List<Object>> all(Gen<?>... gens) {
    return new Gen<>(call("tuple", generators(List.of(gens)).toArray()));
  }

  /** A property of test.check with this generator. */
  Object property(Function<? super T, ?> holds) {
    IFn forAll = Property.find("clojure.test.check.properties", "for-all*");
    return forAll.invoke(List.of(generator), function(holds));
  }

  private static List<Object> generators(List<? extends Gen<?>> gens) {
    return gens.stream().map((Gen<?> gen) -> gen.generator).toList();
  }

  private static Object call(String name, Object... arguments) {
    return Property.find("clojure.test.check.generators", name)
        .applyTo(clojure.lang.ArraySeq.create(arguments));
  }

  private static <A> IFn function(Function<? super A, ?> function) {
    return new AFn() {
      @Override
      public Object invoke(Object argument) {
        return function.apply((A) argument);
      }
    };
  }
}
