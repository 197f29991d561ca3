using Argus.MessagingHost;

// Processes that tests of messaging start and kill: a Kafka cluster that keeps nothing, and a worker that reads jobs.
return args switch
{
    ["broker", var brokers] => MockCluster.Run(int.Parse(brokers)),
    ["worker", var servers, var task, .. var rest] => await Worker.RunAsync(servers, task, rest.Contains("--hold"), rest.FirstOrDefault(a => !a.StartsWith('-'))),
    _ => throw new ArgumentException("broker COUNT, or worker SERVERS TASK [INSTANCE] [--hold]"),
};
