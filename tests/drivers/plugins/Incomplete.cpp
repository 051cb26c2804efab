#include <ritz/drivers/Plugin.hpp>

extern "C" int ritzPluginVersion() { return ritz::PluginVersion; }
