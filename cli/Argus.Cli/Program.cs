using System.CommandLine;
using Argus.Cli.Faces;
using Argus.Cli.Models;
using Argus.Cli.Server;

var time = TimeProvider.System;
var root = new RootCommand("Argus: face and image inference as a service.")
{
    UpCommand.Create(time),
    DownCommand.Create(time),
    StatusCommand.Create(time),
    LogsCommand.Create(),
    DetectCommand.Create(time),
    ModelCommand.Create(),
};

// Ctrl-C cancels; the server that is stopped then drains first.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
