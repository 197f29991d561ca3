using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Node.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.LocalCluster.Tests.Node;

public sealed class ServiceForwarderTests : IDisposable
{
    private const string Address = "127.210.0.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ObjectCache<V1Service> _services = new();
    private readonly ObjectCache<V1EndpointSlice> _slices = new();
    private readonly ServiceForwarder _forwarder;
    private int _version;

    public ServiceForwarderTests() => _forwarder = new ServiceForwarder(_services, _slices, NullLogger.Instance, TimeProvider.System);

    public void Dispose() => _forwarder.Dispose();

    [Fact]
    public async Task Connection_ToAService_ReachesItsPodAndIsHeardToItsEnd()
    {
        using var pod = new Echo("a");
        Serve(pod.Port, pod);
        Assert.Equal("a: hello", await AskAsync(pod.Port, "hello"));
        string large = new('x', 3_000_000);
        Assert.Equal("a: " + large, await AskAsync(pod.Port, large));
    }

    [Fact]
    public async Task Connection_WhileNoPodIsReady_IsRefused()
    {
        using var pod = new Echo("a");
        Serve(pod.Port, pod);
        await AskAsync(pod.Port, "");
        Tell(pod.Port, ready: false, pod);
        await Assert.ThrowsAsync<SocketException>(() => AskAsync(pod.Port, ""));
        Tell(pod.Port, ready: true, pod);
        Assert.Equal("a: again", await AskAsync(pod.Port, "again"));
    }

    [Fact]
    public async Task Connections_ToSeveralPods_GoRoundAndPassOverOneThatIsGone()
    {
        using var first = new Echo("a");
        using var second = new Echo("b");
        Serve(first.Port, first, second);
        string[] told = [await AskAsync(first.Port, ""), await AskAsync(first.Port, ""), await AskAsync(first.Port, ""), await AskAsync(first.Port, "")];
        Assert.Equal(["a: ", "a: ", "b: ", "b: "], told.Order());
        second.Dispose();
        Assert.Equal(["a: ", "a: "], [await AskAsync(first.Port, ""), await AskAsync(first.Port, "")]);
    }

    [Fact]
    public async Task Service_ThatIsGone_CanNoLongerBeReached()
    {
        using var pod = new Echo("a");
        var service = Serve(pod.Port, pod);
        await AskAsync(pod.Port, "");
        _services.Gone(Kube.Api.ObjectKey.Of(service), service.Metadata.Uid);
        await Assert.ThrowsAsync<SocketException>(() => AskAsync(pod.Port, ""));
    }

    [Fact]
    public async Task Connection_ThatIsOpen_OutlivesThatItsPodBecomesUnready()
    {
        using var pod = new Echo("a");
        Serve(pod.Port, pod);
        using var caller = new TcpClient();
        await caller.ConnectAsync(Address, pod.Port);
        // Something came back: it is carried by now.
        byte[] beginning = new byte[3];
        await caller.GetStream().ReadExactlyAsync(beginning).AsTask().WaitAsync(Patience);
        Tell(pod.Port, ready: false, pod);
        Assert.Equal("more", await TalkAsync(caller, "more"));
    }

    [Fact]
    public async Task Listener_ThatTakesNobodyIn_RestsBeforeItTriesAgain()
    {
        using var pod = new Echo("a");
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(Address), pod.Port));
        listener.Listen();
        var time = new FakeTimeProvider();
        var told = Channel.CreateUnbounded<string>();
        using var forward = new PortForward(listener, [new IPEndPoint(IPAddress.Loopback, pod.Port)], time, problem => told.Writer.TryWrite(problem));
        // From here on every try fails at once, as it does while no descriptor is left.
        listener.Shutdown(SocketShutdown.Both);
        await told.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(1));
        await told.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        listener.Listen();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a: hello", await AskAsync(pod.Port, "hello"));
        Assert.Equal(0, told.Reader.Count);
    }

    private V1Service Serve(int port, params Echo[] pods)
    {
        var service = new V1Service
        {
            Metadata = new V1ObjectMeta { Name = "web", Namespace = "ns", Uid = "s", ResourceVersion = $"{++_version}" },
            Spec = new V1ServiceSpec { ClusterIP = Address, Selector = new Dictionary<string, string> { ["a"] = "b" }, Ports = [new V1ServicePort { Name = "http", Port = port }] },
        };
        _services.Seen(service);
        Tell(port, ready: true, pods);
        return service;
    }

    private void Tell(int port, bool ready, params Echo[] pods)
    {
        foreach (var pod in pods)
            _slices.Seen(new V1EndpointSlice
            {
                Metadata = new V1ObjectMeta
                {
                    Name = $"web-{pod.Name}",
                    Namespace = "ns",
                    Uid = pod.Name,
                    ResourceVersion = $"{++_version}",
                    Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "web" },
                    OwnerReferences = [new V1OwnerReference("v1", "Service", "web", "s", Controller: true)],
                },
                AddressType = "IPv4",
                Ports = [new V1EndpointPort { Name = "http", Protocol = "TCP", Port = pod.Port }],
                Endpoints = [new V1Endpoint { Addresses = ["127.0.0.1"], Conditions = new V1EndpointConditions { Ready = ready } }],
            });
    }

    private static async Task<string> AskAsync(int port, string text)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(Address, port);
        return await TalkAsync(caller, text);
    }

    private static async Task<string> TalkAsync(TcpClient caller, string text)
    {
        var stream = caller.GetStream();
        var answer = new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        caller.Client.Shutdown(SocketShutdown.Send);
        return await answer.WaitAsync(Patience);
    }

    /// <summary>Says its name, then gives back what it hears until the caller has said all.</summary>
    private sealed class Echo : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Echo(string name)
        {
            Name = name;
            _listener.Start();
            _ = ServeAsync();
        }

        public string Name { get; }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient caller)
        {
            using (caller)
            {
                var stream = caller.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Name + ": "));
                await stream.CopyToAsync(stream);
            }
        }
    }
}
