package io.evs.sim.services;

import io.evs.barrier.table.BarrierParty;
import io.evs.lock.table.Candidacy;
import io.evs.sim.SimResult;
import io.evs.sim.Simulation;
import io.evs.sim.app.AppProcess;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Random runs whose applications use services, where the options ask for that. */
public final class Services {
  /** Time in which all that the applications began comes to its end. */
  private static final long REST_NANOS = 8_000_000_000L;

  private Services() {}

  /** Time in which nothing is begun any more. */
  private static final long CALM_NANOS = 5_000_000_000L;

  /** Sees a run as nobody inside can. */
  interface Watch {
    /** The run begins in this world. */
    void world(World world);

    /** The run comes to its end; time only for what is under way follows. */
    void finish();
  }

  /** Gives a process its services. */
  @FunctionalInterface
  interface Application {
    /**
     * The process is made.
     *
     * @param random chance of this start of the process
     */
    void begin(AppProcess process, SimRandom random);
  }

  /** What a run's processes are given, and who looks at it. */
  record Service(Application application, Watch watch) {}

  /** As {@link Simulation#run(SimOptions, Path)}, with the services that the options name. */
  public static SimResult run(SimOptions options, Path traces) {
    List<Service> services = new ArrayList<>();
    if (options.services()) {
      services.add(LeaderLoad.service(Candidacy::new));
      services.add(BarrierLoad.service(BarrierParty::new));
    }
    return services.isEmpty() ? Simulation.run(options, traces) : run(options, traces, services);
  }

  static SimResult run(SimOptions options, Path traces, List<Service> services) {
    return Simulation.runWatched(
        options,
        traces,
        (config, effects, trace, pool) -> {
          AppProcess process = new AppProcess(config, effects, trace, pool);
          SimRandom random = new SimRandom(config.challenge());
          services.forEach(each -> each.application().begin(process, random));
          return process;
        },
        world -> {
          services.forEach(each -> each.watch().world(world));
          return () -> {
            world.runFor(REST_NANOS);
            services.forEach(each -> each.watch().finish());
            world.runFor(CALM_NANOS);
          };
        });
  }
}
