package org.plumbline.core.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where a run took place.
 *
 * @param processors how many the JVM may use
 * @param memoryBytes of the machine, or of the container that the JVM sees; 0 if unknown
 * @param heapBytes the most that the JVM's heap may take
 * @param jvm name and version
 * @param os name, version and architecture
 */
public record Machine(int processors, long memoryBytes, long heapBytes, String jvm, String os) {

  /** This one. */
  public static Machine here() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        memory,
        Runtime.getRuntime().maxMemory(),
        property("java.vm.name") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
