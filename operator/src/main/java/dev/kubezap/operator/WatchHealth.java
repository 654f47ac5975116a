package dev.kubezap.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every watch is alive. */
@Readiness
@ApplicationScoped
public class WatchHealth implements HealthCheck {

  private final OperatorProcess process;

  @Inject
  WatchHealth(OperatorProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("watches").status(process.watching()).build();
  }
}
