using InvAdapter.Scheduling;

namespace InvAdapter.Features;

/// <summary>Where an identity comes from: what must fit before it can be used, and how it was made.</summary>
/// <param name="Model">Fingerprint of the UNet that made it, 32 hexadecimal digits.</param>
/// <param name="Scheduler">The noise schedule that it was inverted on.</param>
/// <param name="Steps">Inversion steps; 0 where the image was not inverted.</param>
/// <param name="Source">In which calls the features were captured.</param>
/// <param name="Inverter">How it was inverted, for people.</param>
/// <param name="UNetCalls">UNet calls that enrolment took.</param>
public sealed record IdentityOrigin(string Model, SchedulerConfiguration Scheduler, int Steps, FeatureSource Source, string Inverter, int UNetCalls);
