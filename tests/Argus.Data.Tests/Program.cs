using Argus.Data.Tests.Jobs;

// What tests start as processes of their own, to kill them in the middle of their work.
if (args is ["write-jobs", var file])
    await JobWriter.RunAsync(file);
