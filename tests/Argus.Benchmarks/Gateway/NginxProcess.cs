using System.Diagnostics;

namespace Argus.Benchmarks.Gateway;

/// <summary>nginx from Debian as a plain proxy with kept connections: what is usual, to compare with.</summary>
internal sealed class NginxProcess : IDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-nginx-");
    private readonly Process _process;

    private NginxProcess(int upstream)
    {
        Port = GatewayProcess.FreePort();
        string configuration = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off;
            worker_processes auto;
            pid {{_folder.FullName}}/nginx.pid;
            error_log {{_folder.FullName}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log /dev/null;
              client_max_body_size 80m;
              client_body_temp_path {{_folder.FullName}}/body;
              proxy_temp_path {{_folder.FullName}}/proxy;
              fastcgi_temp_path {{_folder.FullName}}/fastcgi;
              uwsgi_temp_path {{_folder.FullName}}/uwsgi;
              scgi_temp_path {{_folder.FullName}}/scgi;
              upstream pod { server 127.0.0.1:{{upstream}}; keepalive 64; }
              server {
                listen 127.0.0.1:{{Port}};
                location / { proxy_pass http://pod; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off; }
              }
            }
            """);
        _process = Process.Start(Program, ["-c", configuration, "-p", _folder.FullName]);
    }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>Null where nginx is not installed (apt-get install nginx-light).</summary>
    public static NginxProcess? Start(int upstream) => File.Exists(Program) ? new NginxProcess(upstream) : null;

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
