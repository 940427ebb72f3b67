using System.Text;

namespace Codesmith.Tests.Terminal;

/// <summary>
/// Bytes written with control pictures (␛ for ESC, ␇ for BEL, ␡ for DEL …): a test that is named by its arguments can be
/// selected and reported only when they are printable.
/// </summary>
internal static class ControlPictures
{
    private const char First = '\u2400';
    private const char LastC0 = '\u241F';
    private const char Delete = '\u2421';

    public static byte[] ToBytes(string pictures) => Encoding.UTF8.GetBytes(string.Concat(pictures.Select(Control)));

    private static char Control(char picture) => picture switch
    {
        >= First and <= LastC0 => (char)(picture - First),
        Delete => '\u007F',
        _ => picture,
    };
}
