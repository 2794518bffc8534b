import { Navigate } from '@tanstack/react-router';

/** Leads to the workflows. */
export default function Home() {
  return <Navigate to="/workflows" replace />;
}
