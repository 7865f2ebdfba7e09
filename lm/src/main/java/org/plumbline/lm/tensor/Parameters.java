package org.plumbline.lm.tensor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.plumbline.core.error.InvalidInputException;

/**
 * The named weights of a model, in a fixed order.
 *
 * <p>Names are those of the model's files. The tensors live until {@link #close()}; their order is
 * that in which they were added, which is the order of files, of optimiser state and of sums over
 * parameters.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Takes over a tensor that was made by {@link Tensor#keep()}. */
  public Tensor add(String name, Tensor kept) {
    if (tensors.putIfAbsent(name, kept) != null) {
      throw new IllegalArgumentException("there are two parameters named '%s'".formatted(name));
    }
    return kept;
  }

  /** These and then others, which stay where they are and their owners' to close. */
  public Parameters with(Parameters others) {
    Parameters all = new Parameters();
    tensors.forEach(all::add);
    others.tensors.forEach(all::add);
    return all;
  }

  /** The tensor with this name. */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidInputException(
          "no parameter is named '%s'; there are %d, from '%s' on"
              .formatted(
                  name,
                  tensors.size(),
                  tensors.isEmpty() ? "" : tensors.keySet().iterator().next()));
    }
    return tensor;
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  public Collection<Tensor> tensors() {
    return Collections.unmodifiableCollection(tensors.values());
  }

  /** Name and tensor, in order. */
  public Map<String, Tensor> asMap() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Records gradients for the parameters whose name passes, and for no other. */
  public void train(Predicate<String> which) {
    tensors.forEach((name, tensor) -> tensor.requiresGradient(which.test(name)));
  }

  /** The parameters that get gradients, in order. */
  public Map<String, Tensor> trainable() {
    Map<String, Tensor> trainable = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.requiresGradient()) {
            trainable.put(name, tensor);
          }
        });
    return trainable;
  }

  /** Number of single weights. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::count).sum();
  }

  /**
   * SHA-256 of all names, shapes and values, in lower-case hexadecimal digits: equal models have
   * equal hashes.
   */
  public String hash() {
    return hash(name -> true);
  }

  /** The same of some of the tensors, chosen by their names. */
  public String hash(Predicate<String> counts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      tensors.forEach(
          (name, tensor) -> {
            if (counts.test(name)) {
              digest.update(
                  (name + Arrays.toString(tensor.shape())).getBytes(StandardCharsets.UTF_8));
              tensor.inParts((offset, bytes) -> digest.update(bytes));
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Independent copies of all tensors; gradients are not recorded for them. */
  public Parameters copy() {
    Parameters copy = new Parameters();
    tensors.forEach((name, tensor) -> copy.add(name, tensor.keep()));
    return copy;
  }

  /** Overwrites the values of all tensors by another model's of the same names. */
  public void copyFrom(Parameters other) {
    Scope.withoutGradients(
        () -> tensors.forEach((name, tensor) -> tensor.copyFrom(other.get(name))));
  }

  /** Frees all tensors. */
  @Override
  public void close() {
    new ArrayList<>(tensors.values()).forEach(Tensor::release);
    tensors.clear();
  }
}
