package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A child process that is launched anew in the same way.
final class RestartableChild implements RestartableServer {

  private final Launch launch;
  private volatile ChildServer child;

  private RestartableChild(Launch launch, ChildServer child) {
    this.launch = launch;
    this.child = child;
  }

  static RestartableChild launch(Launch launch)
      throws IOException, InterruptedException, PortTaken {
    return new RestartableChild(launch, launch.launch());
  }

  @Override
  public void stop() {
    child.stop();
  }

  @Override
  public void kill() {
    child.close();
  }

  @Override
  public Optional<ProcessHandle> process() {
    return child.server();
  }

  @Override
  public void start() throws InterruptedException {
    try {
      child = launch.launch();
    } catch (PortTaken e) {
      throw new ServicesUnavailable("Somebody took the port of a server that was down", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts the process and returns when it answers.
  @FunctionalInterface
  interface Launch {
    ChildServer launch() throws IOException, InterruptedException, PortTaken;
  }
}
