using Argus.Data.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Outbox;
using Argus.Data.Messaging.Webhooks;
using Argus.Jobs.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Argus.Jobs.Events;

/// <summary>Registration of what carries events out: role worker.</summary>
internal static class EventExtensions
{
    private static readonly TimeSpan KafkaPatience = TimeSpan.FromSeconds(30);

    /// <summary>Adds a pump for each sink of the settings, and who makes the Kafka topics. A process that only answers requests has none of them.</summary>
    /// <exception cref="DllNotFoundException">Kafka is wanted, and its library is not here; the message says what to do.</exception>
    public static void AddEvents(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Worker))
            return;
        if (options.Kafka is { } kafka)
        {
            // Now, not when the first message is to go.
            KafkaLibrary.Require();
            services.TryAddSingleton(s => new KafkaPublisher(kafka, KafkaPatience, s.GetRequiredService<ILogger<KafkaPublisher>>()));
            services.AddSingleton<TopicMaker>();
            services.AddHostedService(s => s.GetRequiredService<TopicMaker>());
            services.AddPump(options, s => new KafkaEventSink(s.GetRequiredService<KafkaPublisher>()), s => s.GetRequiredService<TopicMaker>().Settled);
        }

        if (options.Mqtt is { } mqtt)
            services.AddPump(options, s => new MqttSink(mqtt, s.GetRequiredService<TimeProvider>()));
        if (options.Webhook is { } webhook)
            services.AddPump(options, s => new WebhookSink(webhook, s.GetRequiredService<TimeProvider>()));
    }

    // Not AddHostedService: it takes one of a type.
    private static void AddPump(this IServiceCollection services, JobsOptions options, Func<IServiceProvider, IEventSink> sink, Func<IServiceProvider, Task>? begin = null) => services.AddSingleton<IHostedService>(s =>
        new EventPump(sink(s), s.GetRequiredService<IJobStore>(), options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<OutboxPump>>(), begin?.Invoke(s)));
}
