// The one program: parses the command line and runs the command asked for. Exit codes: 0 ok, 1 problems found, 2 wrong usage.
#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Frontdesk, the reception desk of a service centre", "frontdesk"};
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);
    return 0;
}
