// Stands in for the package "server-only" wherever code runs outside Next.
export {};
