package dev.kubezap.simulator.phone;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands tasks to whoever decides when they run; has no thread. */
public final class TaskExecutor extends AbstractExecutorService {
  private final Consumer<Runnable> tasks;

  /** With the one who runs them, in their order. */
  public TaskExecutor(Consumer<Runnable> tasks) {
    this.tasks = tasks;
  }

  @Override
  public void execute(Runnable task) {
    tasks.accept(task);
  }

  @Override
  public void shutdown() {
    // Nothing to stop.
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
