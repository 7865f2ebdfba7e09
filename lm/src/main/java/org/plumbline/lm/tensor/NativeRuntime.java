package org.plumbline.lm.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;
import org.plumbline.core.error.FailedException;

/**
 * Loads libtorch once, with settings under which it is fast.
 *
 * <p>The launcher sets the same through the environment; this is for programs that embed Plumbline.
 * Everything here must happen before the first native call.
 */
public final class NativeRuntime {
  /** libtorch gives a thread at least so many values (its GRAIN_SIZE). */
  private static final long SHARED_FROM = 32_768;

  private static volatile boolean loaded;
  private static volatile boolean usesMkl;

  private NativeRuntime() {}

  /**
   * Loads the native libraries unless that is done.
   *
   * @throws FailedException if they cannot be unpacked or loaded
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    setDefault("org.bytedeco.javacpp.nopointergc", "true");
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    boolean mkl = preferMkl();
    try {
      Loader.load(torch.class);
      int threads = threads();
      torch.set_num_threads(threads);
      if (mkl) {
        // MKL keeps a count of its own beside OpenMP's.
        org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads(threads);
      }
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      throw new FailedException(
          ("the native libraries could not be loaded: %s. They are unpacked into %s (about 360 MB): check that it is"
                  + " writable and has room, or choose another folder with PLUMB_CACHE; Linux on x86-64 is what they are"
                  + " built for")
              .formatted(firstLine(e), cacheFolder()),
          e);
    }
    usesMkl = mkl;
    loaded = true;
  }

  /**
   * Threads used inside one operation: PLUMB_THREADS, OMP_NUM_THREADS, or the available processors.
   */
  static int threads() {
    for (String name : new String[] {"PLUMB_THREADS", "OMP_NUM_THREADS"}) {
      String given = System.getenv(name);
      if (given != null && given.matches("[1-9][0-9]{0,3}")) {
        return Integer.parseInt(given);
      }
    }
    return Runtime.getRuntime().availableProcessors();
  }

  /** Sets the number of threads used inside one operation. */
  public static void threads(int count) {
    load();
    torch.set_num_threads(count);
  }

  /**
   * Runs matrix products on this thread alone: MKL makes many small ones no faster with several,
   * often slower.
   */
  static <T> T onOneThread(Supplier<T> work) {
    if (!usesMkl) {
      return work.get();
    }
    int before = org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads_Local(1);
    try {
      return work.get();
    } finally {
      org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads_Local(before);
    }
  }

  /** Whether matrix products are MKL's. */
  static boolean usesMkl() {
    load();
    return usesMkl;
  }

  /** Threads used inside one operation now. */
  static int currentThreads() {
    load();
    return torch.get_num_threads();
  }

  /** Values that one thread computes of so many when libtorch shares them out. */
  public static long valuesOfAThread(long values) {
    load();
    long threads = Math.clamp(Math.ceilDiv(values, SHARED_FROM), 1, torch.get_num_threads());
    return Math.ceilDiv(values, threads);
  }

  /** Bytes of native memory that tensors and other native objects made through JavaCPP hold now. */
  public static long physicalBytes() {
    return Pointer.physicalBytes();
  }

  /** Native objects that were made through JavaCPP and not freed; a loop must not add to them. */
  public static long liveObjects() {
    return Pointer.totalCount();
  }

  /** The libraries in use, for the log and for {@code plumb doctor}. */
  public static String description() {
    load();
    return "libtorch, BLAS %s, %d threads"
        .formatted(
            System.getProperty("org.bytedeco.openblas.load", "openblas"), torch.get_num_threads());
  }

  /** Chooses MKL where it is on the class path; it must share OpenMP's runtime with libtorch. */
  private static boolean preferMkl() {
    String chosen = System.getProperty("org.bytedeco.openblas.load");
    if (chosen != null && !chosen.equals("mkl_rt")) {
      return false;
    }
    try {
      Class.forName("org.bytedeco.mkl.global.mkl_rt");
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
    System.setProperty("org.bytedeco.openblas.load", "mkl_rt");
    if (System.getenv("MKL_THREADING_LAYER") == null) {
      org.bytedeco.mkl.global.mkl_rt.MKL_Set_Threading_Layer(
          org.bytedeco.mkl.global.mkl_rt.MKL_THREADING_GNU);
    }
    return true;
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private static String cacheFolder() {
    try {
      return String.valueOf(Loader.getCacheDir());
    } catch (java.io.IOException e) {
      return System.getProperty("user.home") + "/.javacpp/cache";
    }
  }

  static String firstLine(Throwable error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
