package dev.kubezap.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the sessions are known. An API server that goes away later changes nothing: what is
 * known goes on being served.
 */
@Readiness
@ApplicationScoped
public class SessionsKnown implements HealthCheck {

  private final GatewayProcess process;

  @Inject
  SessionsKnown(GatewayProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    boolean known = process.gateway().map(Gateway::filled).orElse(false);
    return HealthCheckResponse.named("sessions").status(known).build();
  }
}
