package dev.kubezap.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive unless something has stopped that only a new process starts again. */
@Liveness
@ApplicationScoped
public class LoopHealth implements HealthCheck {

  private final OperatorProcess process;

  @Inject
  LoopHealth(OperatorProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> obstacle = process.obstacle();
    var response = HealthCheckResponse.named("loop").status(obstacle.isEmpty());
    obstacle.ifPresent(why -> response.withData("obstacle", why));
    return response.build();
  }
}
