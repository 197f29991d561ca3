using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Media;
using Argus.Jobs.Models;
using Argus.Jobs.Video;
using Argus.Jobs.Work.Running;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Argus.Jobs.Work;

/// <summary>Registration of the work.</summary>
internal static class WorkExtensions
{
    private static readonly TimeSpan PublisherPatience = TimeSpan.FromSeconds(30);

    /// <summary>Adds the worker where this process is one, with the models it asks and the media store at MEDIA_STORE_URL.</summary>
    public static void AddWork(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Worker))
            return;
        services.TryAddSingleton<ModelClient>();
        services.AddVideos();
        if (options.MediaStore is { } address)
            services.TryAddSingleton<IMediaStore>(s => new RemoteMediaStore(address, options, s.GetRequiredService<VideoFolder>(), s.GetRequiredService<TimeProvider>()));
        if (options.Kafka is { } kafka)
            services.TryAddSingleton(s => new KafkaPublisher(kafka, PublisherPatience, s.GetRequiredService<ILogger<KafkaPublisher>>()));
        services.AddSingleton(s => new WorkMetrics(s.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), options.Jobs));
        services.AddSingleton<VectorWriter>();
        services.AddSingleton<PictureTasks>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService(s => Create(s, options));
    }

    private static Worker Create(IServiceProvider s, JobsOptions options)
    {
        var runner = s.GetRequiredService<JobRunner>();
        var time = s.GetRequiredService<TimeProvider>();
        Func<KafkaIntake>? intake = options.Kafka is null ? null : () => Open(s, options, options.Kafka, time);
        return new Worker(s.GetRequiredService<IJobStore>(), options, runner.RunAsync, runner.DeliverAsync, s.GetRequiredService<WorkMetrics>(), intake, time, s.GetRequiredService<ILogger<Worker>>());
    }

    private static KafkaIntake Open(IServiceProvider s, JobsOptions options, KafkaConnection kafka, TimeProvider time)
    {
        var settings = new KafkaIntakeOptions
        {
            Tasks = JobTasks.All,
            Group = options.KafkaGroup,
            InstanceId = options.KafkaInstanceId,
            SessionTimeout = options.KafkaSession,
            Begin = s.GetRequiredService<TopicMaker>().Settled,
            // The worker has waited for its jobs by then.
            Drain = TimeSpan.FromSeconds(1),
        };
        return new KafkaIntake(kafka, settings, s.GetRequiredService<KafkaPublisher>(), time, new Random(), s.GetRequiredService<ILogger<KafkaIntake>>());
    }
}
