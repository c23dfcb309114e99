using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Boai.Localhost.Host")]
